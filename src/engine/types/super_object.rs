//! super: attribute lookup that starts behind a class in the method resolution order.
