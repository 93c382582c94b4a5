"""Compiles Gemma 3 270M into the WebGPU model library that Postil runs in WebLLM."""
