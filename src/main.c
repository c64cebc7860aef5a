#include <stdio.h>

int main(void)
{
	puts("evenhand " EH_VERSION);
	return 0;
}
