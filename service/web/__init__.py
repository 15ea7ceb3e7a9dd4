"""The pages: what people see in a browser, in Finnish, Swedish and English."""
