"""`codings`: coded quotes in and out."""
