// Command sanku runs the Sanku marketplace.
package main

func main() {}
