print("before")  # expect: before
{}["key"]  # expect error: KeyError: 'key'
