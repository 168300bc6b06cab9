"""The field's value types: URLs, hosts, dates, languages, licences, characters, names of people."""
