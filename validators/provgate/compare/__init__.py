"""When are two names, dates, texts or hosts the same?"""
