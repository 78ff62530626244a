/* SPDX-License-Identifier: MIT */
/* Digests of NIST's example values (FIPS 180-4) and of lengths around the padding, by sha256sum. */
#include "base/sha256.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static void expect(const void *data, size_t n, const char *expected)
{
	char out[SHA256_ROOM];

	sha256(out, data, n);
	cr_expect_str_eq(out, expected, "%zu bytes", n);
}

Test(sha256, published)
{
	static const char two_blocks[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

	expect("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	expect("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	expect(two_blocks, 56, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

Test(sha256, lengths)
{
	char *many = malloc(1000000);

	cr_assert_not_null(many);
	memset(many, 'a', 1000000);
	expect(many, 55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
	expect(many, 56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a");
	expect(many, 63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34");
	expect(many, 64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
	expect(many, 65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0");
	expect(many, 119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb");
	expect(many, 120, "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c");
	expect(many, 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	free(many);
}

/* However it is cut up, it is the same text. */
Test(sha256, pieces)
{
	static const char whole[] = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
	static const size_t sizes[] = {1, 7, 63, 64, 65, 127, 129, 4096, 999999};
	char *many = malloc(1000000), out[SHA256_ROOM];

	cr_assert_not_null(many);
	memset(many, 'a', 1000000);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct sha256 sha;

		sha256_begin(&sha);
		for (size_t at = 0; at < 1000000; at += sizes[i])
			sha256_add(&sha, many + at, 1000000 - at < sizes[i] ? 1000000 - at : sizes[i]);
		sha256_end(&sha, out);
		cr_expect_str_eq(out, whole, "pieces of %zu bytes", sizes[i]);
	}
	free(many);
}

/* Many blocks together, which a processor may have instructions for, and each by itself. */
Test(sha256, many_blocks)
{
	enum { N = 300000 };
	unsigned char *bytes = malloc(N);
	char together[SHA256_ROOM], alone[SHA256_ROOM];
	uint32_t random = 1;

	cr_assert_not_null(bytes);
	for (size_t i = 0; i < N; i++) {
		random = random * 1664525u + 1013904223u;
		bytes[i] = (unsigned char)(random >> 24);
	}
	/* By sha256sum. */
	expect(bytes, N, "cbbf1aa1724d6a078f109e131e053eaae7eb669f6ef00b1ad46004a6118d965d");
	for (size_t n = 16000; n < N; n = n * 5 / 4 + 7) {
		struct sha256 sha;

		sha256(together, bytes + N - n, n);
		sha256_begin(&sha);
		for (size_t at = 0; at < n; at += 100)
			sha256_add(&sha, bytes + N - n + at, n - at < 100 ? n - at : 100);
		sha256_end(&sha, alone);
		cr_expect_str_eq(together, alone, "%zu bytes", n);
	}
	free(bytes);
}
