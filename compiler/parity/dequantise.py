"""Writes a GGUF's weights as float32 into another one: `dequantise.py GGUF OUT`.

llama.cpp quantises the inputs of products with quantised weights, which moves its logits further from the reference than
our kernels do; with these weights it does not, and can be held to the same bounds.
"""

import sys

import numpy as np
from gguf import GGUFReader, GGUFValueType, GGUFWriter, GGMLQuantizationType, dequantize

_OF_THE_FILE = ("GGUF.", "general.architecture", "general.file_type", "general.quantization_version")


def main() -> None:
    reader = GGUFReader(sys.argv[1])
    architecture = reader.get_field("general.architecture").contents()
    writer = GGUFWriter(sys.argv[2], architecture)
    for name, field in reader.fields.items():
        if name.startswith(_OF_THE_FILE):
            continue
        of = field.types[-1] if field.types[0] == GGUFValueType.ARRAY else None
        writer.add_key_value(name, field.contents(), field.types[0], of)
    for tensor in reader.tensors:
        shape = [int(size) for size in reversed(tensor.shape)]
        values = dequantize(tensor.data, tensor.tensor_type).reshape(shape).astype(np.float32)
        writer.add_tensor(tensor.name, values, raw_dtype=GGMLQuantizationType.F32)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    main()
