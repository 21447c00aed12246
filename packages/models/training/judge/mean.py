"""The mean of two updates of one network, of which one goes on from the other: `python mean.py FIRST SECOND OUT`."""

import sys

from safetensors import safe_open
from safetensors.torch import load_file, save_file


def main() -> None:
    first, second, out = sys.argv[1:]
    a, b = load_file(first), load_file(second)
    with safe_open(second, "pt") as file:
        metadata = file.metadata()
    save_file({name: ((tensor.float() + b[name].float()) / 2).half() for name, tensor in a.items()}, out, metadata=metadata)


if __name__ == "__main__":
    main()
