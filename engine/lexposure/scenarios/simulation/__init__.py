"""Monte Carlo over what is open: answers, amounts within the method, enforcement."""
