"""What reports puts into the frame at start; every module here has a `register()`."""
