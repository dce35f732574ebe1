## timeline: timeline, deadlines, diff
