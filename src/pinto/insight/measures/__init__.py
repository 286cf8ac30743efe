"""How answers become numbers: scorings as versioned data, computed as Ibis expressions."""
