## ask: ask
