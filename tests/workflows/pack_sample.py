"""A folder with an inventory, its register and papers, settings and a policy of one's own."""

from __future__ import annotations

from pathlib import Path


def sample(folder: Path) -> None:
    """Writes it."""
    place = folder / "hall"
    (place / "documents").mkdir(parents=True)
    (place / "fleet.csv").write_text(
        "serial_number,model,country_of_origin,origin_evidence\nS-1,Antminer S21,MY,customs_entry:B76-0324527-8\n"
        "S-2,Antminer S21,CN,\n", "utf-8",
    )  # fmt: skip
    (place / "documents.yaml").write_text(
        "documents:\n- {id: E-1, class: customs_entry, reference: B76-0324527-8, file: documents/a.txt, "
        "lines: [{origin: MY, quantity: 1, serials_file: documents/serials.csv}]}\n", "utf-8",
    )  # fmt: skip
    (place / "documents" / "a.txt").write_text("An entry.", "utf-8")
    (place / "documents" / "serials.csv").write_text("serial number\nS-1\n", "utf-8")
    (place / "parties.yaml").write_text("parties: []\n", "utf-8")
    (folder / "compliance.toml").write_text('policies = ["cleanspark-mineone"]\n', "utf-8")
