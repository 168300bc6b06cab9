"""Rules about paths: what stands where, and what it is."""

from __future__ import annotations

from provgate.rules import (
    duplicate_document,
    duplicate_sidecar,
    empty_document,
    invalid_settings,
    lfs_pointer,
    misplaced_sidecar,
    missing_sidecar,
    moved,
    only_declared,
    orphan_evidence,
    orphan_sidecar,
    path_collision,
    reserved_name,
    rewritten_bytes,
    settings_changed,
    special_file,
    submodule,
    symlink,
    unmerged,
    unsafe_path,
    untracked_sidecar,
    wrong_sidecar_suffix,
)
from provgate.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    missing_sidecar.RULE,
    orphan_sidecar.RULE,
    untracked_sidecar.RULE,
    misplaced_sidecar.RULE,
    wrong_sidecar_suffix.RULE,
    duplicate_sidecar.RULE,
    moved.RULE,
    reserved_name.RULE,
    path_collision.RULE,
    unsafe_path.RULE,
    symlink.RULE,
    submodule.RULE,
    lfs_pointer.RULE,
    unmerged.RULE,
    duplicate_document.RULE,
    orphan_evidence.RULE,
    special_file.RULE,
    rewritten_bytes.RULE,
    empty_document.RULE,
    only_declared.RULE,
    invalid_settings.RULE,
    settings_changed.RULE,
)
