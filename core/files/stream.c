/* SPDX-License-Identifier: MIT */
#include "files/stream.h"

#include "base/thread.h"

#include <chiso/plugin.h>

#include <stdlib.h>
#include <string.h>

enum { PIECE = 256 << 10, PIECES = 4 };

struct piece {
	size_t n;
	enum gzip_state state; /* behind it */
	char bytes[PIECE];
};

struct stream {
	struct gzip *gzip;
	struct piece *pieces; /* a ring of them; one where there is no thread */
	struct piece *piece;  /* that is being read; NULL: none yet */
	size_t taken;         /* of it */
	int is_aside;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t change;
	/* Under the lock: pieces from `first` on that have been filled, with the one that is being
	 * read. */
	uint32_t first, n_full;
	int is_closing;
};

static void fill(struct stream *stream, struct piece *piece)
{
	piece->state = gzip_read(stream->gzip, piece->bytes, PIECE, &piece->n);
}

/* ---- the thread ---- */

/* The piece to be filled next; NULL: nobody wants one. */
static struct piece *free_piece(struct stream *stream)
{
	struct piece *piece = NULL;

	pthread_mutex_lock(&stream->lock);
	while (stream->n_full == PIECES && !stream->is_closing)
		pthread_cond_wait(&stream->change, &stream->lock);
	if (!stream->is_closing)
		piece = &stream->pieces[(stream->first + stream->n_full) % PIECES];
	pthread_mutex_unlock(&stream->lock);
	return piece;
}

static void *unpack(void *user)
{
	struct stream *stream = user;
	enum gzip_state state = GZIP_MORE;
	struct piece *piece;

	while (state == GZIP_MORE && (piece = free_piece(stream)) != NULL) {
		fill(stream, piece);
		state = piece->state;
		pthread_mutex_lock(&stream->lock);
		stream->n_full++;
		pthread_cond_signal(&stream->change);
		pthread_mutex_unlock(&stream->lock);
	}
	return NULL;
}

/* ---- who reads ---- */

static void next_piece(struct stream *stream)
{
	if (!stream->is_aside) {
		stream->piece = stream->pieces;
		fill(stream, stream->piece);
	} else {
		pthread_mutex_lock(&stream->lock);
		if (stream->piece) {
			stream->first = (stream->first + 1) % PIECES;
			stream->n_full--;
			pthread_cond_signal(&stream->change);
		}
		while (!stream->n_full)
			pthread_cond_wait(&stream->change, &stream->lock);
		stream->piece = &stream->pieces[stream->first];
		pthread_mutex_unlock(&stream->lock);
	}
	stream->taken = 0;
}

size_t stream_read(struct stream *stream, char *out, size_t n)
{
	size_t done = 0;

	while (done < n) {
		struct piece *piece = stream->piece;
		size_t left = piece ? piece->n - stream->taken : 0;

		if (!left && piece && piece->state != GZIP_MORE)
			break;
		if (!left) {
			next_piece(stream);
			continue;
		}
		if (left > n - done)
			left = n - done;
		memcpy(out + done, piece->bytes + stream->taken, left);
		stream->taken += left;
		done += left;
	}
	return done;
}

enum gzip_state stream_state(const struct stream *stream)
{
	return stream->piece ? stream->piece->state : GZIP_MORE;
}

/* ---- opening ---- */

int stream_open(struct stream **out, const struct bytes *packed, int is_aside)
{
	struct stream *stream = calloc(1, sizeof *stream);

	*out = NULL;
	if (!stream)
		return CHISO_ENOMEM;
	pthread_mutex_init(&stream->lock, NULL);
	pthread_cond_init(&stream->change, NULL);
	stream->pieces = calloc(is_aside ? PIECES : 1, sizeof *stream->pieces);
	if (!stream->pieces || gzip_open(&stream->gzip, packed)) {
		stream_close(stream);
		return CHISO_ENOMEM;
	}
	stream->is_aside = is_aside && !thread_start(&stream->thread, unpack, stream);
	*out = stream;
	return CHISO_OK;
}

void stream_close(struct stream *stream)
{
	if (!stream)
		return;
	if (stream->is_aside) {
		pthread_mutex_lock(&stream->lock);
		stream->is_closing = 1;
		pthread_cond_signal(&stream->change);
		pthread_mutex_unlock(&stream->lock);
		pthread_join(stream->thread, NULL);
	}
	pthread_cond_destroy(&stream->change);
	pthread_mutex_destroy(&stream->lock);
	gzip_close(stream->gzip);
	free(stream->pieces);
	free(stream);
}
