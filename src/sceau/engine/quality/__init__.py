"""What makes a design worth something: rules as data, and the gate that asks them."""
