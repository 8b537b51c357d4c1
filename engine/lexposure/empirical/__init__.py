"""What real decisions say: a range fitted on them, the nearest of them, what courts made of them. No rules, no law."""
