"""The demonstration: real content in readable files, loaded as an editor would have created it."""
