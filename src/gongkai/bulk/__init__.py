"""Reading very many files: worker processes or a Dask cluster, in order, within bounds, to be interrupted and resumed."""
