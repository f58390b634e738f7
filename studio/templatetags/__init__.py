"""Words for templates of studio."""
