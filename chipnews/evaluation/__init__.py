"""How well documents agree with what careful readers marked."""
