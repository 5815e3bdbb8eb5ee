"""The words of the field as frozen data: it passes between the packages, and nothing here acts."""
