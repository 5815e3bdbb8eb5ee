"""Several coders: rounds, how well they agree, and what is settled where they do not."""
