"""Draws the peers of one table as bars: how many times as long as the dump alone, and how large."""

from html import escape

from cases import Peers

WIDTH, ROW, LEFT, RIGHT, TOP = 760, 26, 170, 190, 46
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .small { font-size: 12px; fill: #57606a }
  .bar { fill: #8c959f } .ours { fill: #1a7f37 } .line { stroke: #8c959f; stroke-dasharray: 3 3 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .small { fill: #9198a1 } .bar { fill: #6e7681 } .ours { fill: #3fb950 }
  }
"""


def svg(peers: Peers) -> str:
    rows = sorted(peers.rows, key=lambda row: row[1].median)
    scale = (WIDTH - LEFT - RIGHT) / max(samples.median / peers.dump.median for _, samples in rows)
    height = TOP + ROW * len(rows) + 12
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        ' role="img">',
        f"<title>How long a backup of a {peers.title} database takes, by program</title>",
        f"<style>{STYLE}</style>",
        f'<text x="8" y="18">Backup of a {peers.title} database: time relative to the dump alone</text>',
        f'<text x="8" y="35" class="small">the number after the comma is the size relative to that of gzip</text>',
    ]
    for number, (name, samples) in enumerate(rows):
        ratio = samples.median / peers.dump.median
        size = f", {samples.size / peers.gzip.size:.2f}" if samples.size else ""
        y = TOP + ROW * number
        drawn += [
            f'<text x="{LEFT - 8}" y="{y + 16}" text-anchor="end">{escape(name)}</text>',
            f'<rect x="{LEFT}" y="{y + 3}" width="{ratio * scale:.1f}" height="{ROW - 8}" rx="2"'
            f' class="{"ours" if name == "vya-backup" else "bar"}"/>',
            f'<text x="{LEFT + ratio * scale + 6:.1f}" y="{y + 16}" class="small">{ratio:.1f}×{size}</text>',
        ]
    x = LEFT + scale
    drawn.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{height - 8}" class="line"/>')
    return "\n".join(drawn) + "\n</svg>\n"
