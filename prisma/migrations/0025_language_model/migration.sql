-- What the models that answered here are called.
CREATE TABLE "language_model" (
    "hash" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "language_model_pkey" PRIMARY KEY ("hash")
);
