# SPDX-License-Identifier: MIT
"""Writes small networks of the layers that the documentation declares, in the module `page`, as .safetensors and .onnx, and prints what they compute."""
import json

import torch
from page import Adapted, Experts
from safetensors.torch import save_file
from torch import nn


class Lora(Adapted):
    # The base of the tests' architecture, as integers.
    BASE = [[5, -3, 0], [4, 127, -128], [1, 2, 3], [-2, -3, -1]]

    def __init__(self):
        super().__init__()
        self.base = nn.Linear(3, 4, bias=False)
        self.base.weight = nn.Parameter(torch.tensor(self.BASE) * 2.0**-6, requires_grad=False)
        self.lora_A = nn.Linear(3, 2, bias=False)
        self.lora_B = nn.Linear(2, 4)


torch.manual_seed(1)
networks = {
    "lora": nn.Sequential(Lora(), nn.Linear(4, 3)),
    "moe": nn.Sequential(nn.Linear(3, 4), nn.ReLU(), Experts(3, 4, 3), nn.Linear(3, 3)),
}
integers = torch.randint(0, 4, (8, 3))
computed = {"inputs": integers.tolist()}
for name, network in networks.items():
    network.eval()
    save_file({key: value.contiguous() for key, value in network.state_dict().items()}, f"{name}.safetensors")
    torch.onnx.export(
        network, (torch.zeros(2, 3),), f"{name}.onnx", external_data=False, verbose=False,
        dynamic_shapes=({0: torch.export.Dim("n")},),
    )
    with torch.no_grad():
        computed[name] = network(integers / 3).tolist()
print(json.dumps(computed))
