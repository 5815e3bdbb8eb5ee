"""Parts of screens: one widget a module. They post messages and hold no study data of their own."""
