"""What TVM gives of itself, as a peer for the bench of the engines."""
