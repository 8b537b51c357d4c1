"""Tables of companies, one row each, to tables of outcomes and exposure."""
