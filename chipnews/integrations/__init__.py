"""chipnews inside other programs; each module needs the program it is for and is imported with it alone."""
