"""`python -m sceau.cli`: what `./sceau` becomes once its environment is ready."""

from __future__ import annotations

from sceau.cli.main import main

raise SystemExit(main())
