"""The three remote systems as one local server, faithful to their contracts: for the demo, the tests and a dry start.

It knows nothing of the product. ``python -m sandbox`` starts it alone; ``sandbox.core.Sandbox`` is the object inside.
"""
