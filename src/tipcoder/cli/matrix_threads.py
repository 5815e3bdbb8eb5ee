"""On how many threads libraries multiply matrices.

BLAS starts a thread for each processor, and these wait for work by asking for it again and again.
Our matrices are many and small: the wait takes a fifth of a verb's processor time, and of whatever
else runs on the machine, and nothing is done sooner. The number of threads also decides in which
order fractions are added up, so that the last digits of a report would depend on the machine.
"""

from __future__ import annotations

from collections.abc import MutableMapping

_OF_ALL = "OMP_NUM_THREADS"
"""What OpenBLAS, MKL and BLIS ask where their own variable is not set."""
_OF_ONE = (
    "OPENBLAS_NUM_THREADS",  # wheels of NumPy and SciPy, on all systems
    "MKL_NUM_THREADS",  # NumPy of conda
    "BLIS_NUM_THREADS",  # some distributions
    "VECLIB_MAXIMUM_THREADS",  # Accelerate, in wheels for macOS
)


def limit_matrix_threads(environ: MutableMapping[str, str]) -> None:
    """Ask for one thread, unless somebody has asked for another number.

    To be called before NumPy is imported: a library reads its variable once, when it is loaded.
    """
    if _OF_ALL in environ:
        return
    for variable in _OF_ONE:
        environ.setdefault(variable, "1")
