"""Documents in the forms that other programs read."""
