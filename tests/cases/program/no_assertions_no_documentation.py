# options: -OO
def function():
    """Text."""
    assert False


function()
print(function.__doc__)  # expect: None
