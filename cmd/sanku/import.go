package main

import "context"

type importCommand struct{}

func (*importCommand) Run(ctx context.Context, config *Config, console *console) error { return nil }
