"""Pure computation: plain values in, plain values out."""
