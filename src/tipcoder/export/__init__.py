"""Files that leave the study: their bytes are the contract."""
