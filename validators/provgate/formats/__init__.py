"""What the files of a repository say: YAML, schemas, sidecars, claims, the policy and the registries."""
