#include "cli/cli.h"

int main(int argc, char **argv) { return eh_cli_main(argc, argv); }
