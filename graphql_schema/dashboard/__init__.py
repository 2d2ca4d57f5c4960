"""The district's figures in the schema."""
