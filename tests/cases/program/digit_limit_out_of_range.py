# options: -X int_max_str_digits=5
# exit: 1
# expect stderr: Fatal Python error: config_init_int_max_str_digits: -X int_max_str_digits: invalid limit; must be >= 640 or 0 for unlimited.
# expect stderr: Python runtime state: preinitialized
# expect stderr:
