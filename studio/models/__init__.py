"""Of studio: what the brand shows: texts and pictures made on their own, and the assets they become."""
