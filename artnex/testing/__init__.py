"""What tests of all apps share: the list of routes, sample objects for them, and the people who try them."""
