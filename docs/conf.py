"""How Sphinx builds the manual: ``sphinx-build -W -n docs site``, which fails for a link or an anchor that leads nowhere."""

from __future__ import annotations

from compliance import __version__

project = "mining-compliance"
release = __version__
copyright = "the authors of mining-compliance"  # noqa: A001 - Sphinx's name for it
language = "en"

extensions = ["myst_parser", "sphinx_click"]
myst_heading_anchors = 3
exclude_patterns = ["*.py"]
nitpicky = True
suppress_warnings = ["misc.highlighting_failure"]  # there are no colours for CSV

# The pages load nothing from elsewhere: the theme brings its fonts and scripts, and no counter is added.
html_theme = "furo"
html_title = f"mining-compliance {release}"
html_show_sphinx = False
html_copy_source = False
