"""The history of the store's tables; travels with the package, so that an installed daemon can migrate."""
