"""The whole job in a browser, on one's own machine: pages over the workflows, and the same plain files as the commands."""
