"""Policy actions: the knowledge as tables, and the frames read from a text."""
