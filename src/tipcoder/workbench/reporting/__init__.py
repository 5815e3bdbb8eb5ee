"""Reports that gather several results of a study: what a lead hands on as a whole."""
