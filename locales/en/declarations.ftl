## declarations: declarations, policies
