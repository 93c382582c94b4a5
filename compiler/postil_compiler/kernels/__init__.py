"""Kernels as TIR functions with their launch written out; each module is about one operation of the model."""
