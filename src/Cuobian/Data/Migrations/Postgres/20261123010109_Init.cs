using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Cuobian.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Init : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "data_answered",
                columns: table => new
                {
                    Key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Asked = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Status = table.Column<int>(type: "integer", nullable: false),
                    Body = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_data_answered", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "data_file",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    Type = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    Bytes = table.Column<long>(type: "bigint", nullable: false),
                    Width = table.Column<int>(type: "integer", nullable: false),
                    Height = table.Column<int>(type: "integer", nullable: false),
                    ThumbSha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true, collation: "C"),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: true),
                    Attached = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_data_file", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "data_key",
                columns: table => new
                {
                    Id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Algorithm = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Check = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_data_key", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "data_work",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Reaction = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Event = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    DueAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    LeaseUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Owner = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    Error = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Dead = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_data_work", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "exchange_changeset",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_exchange_changeset", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "exchange_history_map",
                columns: table => new
                {
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Columns = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ChangedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_exchange_history_map", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "exchange_import",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Map = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    FileName = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Sha256 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    DryRun = table.Column<bool>(type: "boolean", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: true),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    DoneAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    State = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ReadTo = table.Column<int>(type: "integer", nullable: false),
                    Rows = table.Column<int>(type: "integer", nullable: false),
                    Added = table.Column<int>(type: "integer", nullable: false),
                    Known = table.Column<int>(type: "integer", nullable: false),
                    Wrong = table.Column<int>(type: "integer", nullable: false),
                    Noted = table.Column<int>(type: "integer", nullable: false),
                    Trouble = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_exchange_import", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "exchange_import_fault",
                columns: table => new
                {
                    ImportId = table.Column<Guid>(type: "uuid", nullable: false),
                    Row = table.Column<int>(type: "integer", nullable: false),
                    Column = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Value = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Fatal = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_exchange_import_fault", x => new { x.ImportId, x.Row, x.Column });
                });

            migrationBuilder.CreateTable(
                name: "exchange_import_row",
                columns: table => new
                {
                    Source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Number = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ImportId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_exchange_import_row", x => new { x.Source, x.Key });
                });

            migrationBuilder.CreateTable(
                name: "exchange_link",
                columns: table => new
                {
                    PartnerId = table.Column<Guid>(type: "uuid", nullable: false),
                    ExternalId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Number = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Code = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_exchange_link", x => new { x.PartnerId, x.ExternalId });
                });

            migrationBuilder.CreateTable(
                name: "exchange_partner",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Area = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Url = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Secret = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    OldSecret = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    OldSecretUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    CategoryMap = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Enabled = table.Column<bool>(type: "boolean", nullable: false),
                    LastOkAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    LastHeardAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    FailuresInRow = table.Column<int>(type: "integer", nullable: false),
                    PausedUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    LastError = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_exchange_partner", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "exchange_received",
                columns: table => new
                {
                    PartnerId = table.Column<Guid>(type: "uuid", nullable: false),
                    MessageId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Answer = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_exchange_received", x => new { x.PartnerId, x.MessageId });
                });

            migrationBuilder.CreateTable(
                name: "field_route",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Grid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    MadeAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    MadeBy = table.Column<Guid>(type: "uuid", nullable: true),
                    RetiredAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_field_route", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "field_visit",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Grid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    By = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Consent = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    KeepUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Person = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Place = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Matter = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Thing = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Sentiment = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Organisation = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Result = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_field_visit", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "insight_campaign",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    PublicTitle = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Area = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Category = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    OwnerUnit = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Target = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    TargetOn = table.Column<DateOnly>(type: "date", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Result = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    OpenedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ClosedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_insight_campaign", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "insight_campaign_matter",
                columns: table => new
                {
                    CampaignId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_insight_campaign_matter", x => new { x.CampaignId, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "insight_cursor",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Last = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_insight_cursor", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "insight_spot",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Category = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Area = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Grid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Lat = table.Column<double>(type: "double precision", nullable: true),
                    Lon = table.Column<double>(type: "double precision", nullable: true),
                    FirstAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    LastAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Matters = table.Column<int>(type: "integer", nullable: false),
                    Weeks = table.Column<List<int>>(type: "integer[]", nullable: false),
                    People = table.Column<int>(type: "integer", nullable: false),
                    Supporters = table.Column<int>(type: "integer", nullable: false),
                    Grids = table.Column<int>(type: "integer", nullable: false),
                    Heat = table.Column<double>(type: "double precision", nullable: false),
                    Trend = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ReckonedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Campaign = table.Column<Guid>(type: "uuid", nullable: true),
                    Runs = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_insight_spot", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "insight_spot_matter",
                columns: table => new
                {
                    MatterId = table.Column<Guid>(type: "uuid", nullable: false),
                    SpotId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Area = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Who = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Supporters = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_insight_spot_matter", x => x.MatterId);
                });

            migrationBuilder.CreateTable(
                name: "matters_bulk",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: false),
                    Command = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Unit = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Target = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Total = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    FinishedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    LeaseUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matters_bulk", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "matters_bulk_item",
                columns: table => new
                {
                    Bulk = table.Column<Guid>(type: "uuid", nullable: false),
                    Seq = table.Column<int>(type: "integer", nullable: false),
                    Number = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Outcome = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Details = table.Column<List<string>>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matters_bulk_item", x => new { x.Bulk, x.Seq });
                });

            migrationBuilder.CreateTable(
                name: "matters_catalogue_draft",
                columns: table => new
                {
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Content = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    BasedOn = table.Column<int>(type: "integer", nullable: false),
                    Stamp = table.Column<Guid>(type: "uuid", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: true),
                    ChangedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matters_catalogue_draft", x => x.Kind);
                });

            migrationBuilder.CreateTable(
                name: "matters_catalogue_version",
                columns: table => new
                {
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Content = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Note = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    By = table.Column<Guid>(type: "uuid", nullable: true),
                    PublishedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matters_catalogue_version", x => new { x.Kind, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "matters_matter",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Address = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Number = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Process = table.Column<int>(type: "integer", nullable: false),
                    CategoriesVersion = table.Column<int>(type: "integer", nullable: false),
                    CalendarVersion = table.Column<int>(type: "integer", nullable: false),
                    FormAnswers = table.Column<string>(type: "text", nullable: true),
                    State = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Tier = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Visibility = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Channel = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Text = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CategoryCode = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Area = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Community = table.Column<string>(type: "text", nullable: false, computedColumnSql: "substr(\"Area\", 1, 12)", stored: true, collation: "C"),
                    Grid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Lat = table.Column<double>(type: "double precision", nullable: true),
                    Lon = table.Column<double>(type: "double precision", nullable: true),
                    LeadUnit = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Handler = table.Column<Guid>(type: "uuid", nullable: true),
                    HandlerUnit = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    RoutedBecause = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Pause = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PausedUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    StateBefore = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    MergedInto = table.Column<Guid>(type: "uuid", nullable: true),
                    DivertedTo = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ExternalNumber = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    CameFrom = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    TheirNumber = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Transfers = table.Column<int>(type: "integer", nullable: false),
                    Extended = table.Column<bool>(type: "boolean", nullable: false),
                    Suspensions = table.Column<int>(type: "integer", nullable: false),
                    Appealed = table.Column<bool>(type: "boolean", nullable: false),
                    Outcome = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Answer = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    AnsweredAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    UnitMinutes = table.Column<int>(type: "integer", nullable: true),
                    CitizenMinutes = table.Column<int>(type: "integer", nullable: true),
                    RatedPrompt = table.Column<bool>(type: "boolean", nullable: true),
                    RatedSolved = table.Column<bool>(type: "boolean", nullable: true),
                    RatedSatisfied = table.Column<bool>(type: "boolean", nullable: true),
                    Supporters = table.Column<int>(type: "integer", nullable: false),
                    Returns = table.Column<int>(type: "integer", nullable: false),
                    Fails = table.Column<int>(type: "integer", nullable: false),
                    Reopens = table.Column<int>(type: "integer", nullable: false),
                    EntryCount = table.Column<int>(type: "integer", nullable: false),
                    RegisteredAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    UpdatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ClosedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    NextDueAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Panel = table.Column<string>(type: "text", nullable: true),
                    SplitFrom = table.Column<Guid>(type: "uuid", nullable: true),
                    PartCount = table.Column<int>(type: "integer", nullable: false),
                    Hidden = table.Column<List<string>>(type: "text[]", nullable: false),
                    Supervised = table.Column<bool>(type: "boolean", nullable: false),
                    SupervisedAt = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    CalledOutAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    CallTakenAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    CallTakenBy = table.Column<Guid>(type: "uuid", nullable: true),
                    ArrivedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ArrivedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    ArrivedInGrid = table.Column<bool>(type: "boolean", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Request = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matters_matter", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "matters_model",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: true),
                    Content = table.Column<byte[]>(type: "bytea", nullable: false),
                    InUse = table.Column<bool>(type: "boolean", nullable: false),
                    Decisions = table.Column<int>(type: "integer", nullable: false),
                    Judged = table.Column<int>(type: "integer", nullable: false),
                    Top1 = table.Column<double>(type: "double precision", nullable: false),
                    Top3 = table.Column<double>(type: "double precision", nullable: false),
                    MacroF1 = table.Column<double>(type: "double precision", nullable: false),
                    CalibrationError = table.Column<double>(type: "double precision", nullable: false),
                    BeforeTop1 = table.Column<double>(type: "double precision", nullable: false),
                    BeforeTop3 = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matters_model", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "matters_number_block",
                columns: table => new
                {
                    Month = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Taken = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matters_number_block", x => x.Month);
                });

            migrationBuilder.CreateTable(
                name: "matters_reporter",
                columns: table => new
                {
                    MatterId = table.Column<Guid>(type: "uuid", nullable: false),
                    Account = table.Column<Guid>(type: "uuid", nullable: true),
                    Name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Phone = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PhoneIndex = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ReportedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    CodeHash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CodeOf = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matters_reporter", x => x.MatterId);
                });

            migrationBuilder.CreateTable(
                name: "matters_saved_view",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Account = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Query = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matters_saved_view", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "matters_search",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    MatterId = table.Column<Guid>(type: "uuid", nullable: false),
                    Plain = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Pairs = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matters_search", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "matters_supporter",
                columns: table => new
                {
                    MatterId = table.Column<Guid>(type: "uuid", nullable: false),
                    Who = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matters_supporter", x => new { x.MatterId, x.Who });
                });

            migrationBuilder.CreateTable(
                name: "matters_tally",
                columns: table => new
                {
                    What = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Digits = table.Column<int>(type: "integer", nullable: false),
                    Area = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Day = table.Column<int>(type: "integer", nullable: false),
                    Key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Seconds = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matters_tally", x => new { x.What, x.Digits, x.Area, x.Day, x.Key });
                });

            migrationBuilder.CreateTable(
                name: "matters_tally_change",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Matter = table.Column<Guid>(type: "uuid", nullable: false),
                    Facts = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matters_tally_change", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "notices_follow",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Who = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Target = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Account = table.Column<Guid>(type: "uuid", nullable: true),
                    Number = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Area = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Category = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Mail = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    English = table.Column<bool>(type: "boolean", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ConfirmedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_follow", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "notices_letter",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Event = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Topic = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Who = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Account = table.Column<Guid>(type: "uuid", nullable: true),
                    Way = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Paper = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    English = table.Column<bool>(type: "boolean", nullable: false),
                    Urgent = table.Column<bool>(type: "boolean", nullable: false),
                    Gathered = table.Column<bool>(type: "boolean", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    DueAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    Claim = table.Column<Guid>(type: "uuid", nullable: true),
                    LeaseUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Trouble = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Detail = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    SentAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ReadAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_letter", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "notices_person",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Who = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    English = table.Column<bool>(type: "boolean", nullable: false),
                    QuietFrom = table.Column<int>(type: "integer", nullable: false),
                    QuietUntil = table.Column<int>(type: "integer", nullable: false),
                    Mail = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    MailConfirmed = table.Column<bool>(type: "boolean", nullable: false),
                    MailTicket = table.Column<Guid>(type: "uuid", nullable: true),
                    Phone = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PhoneConfirmed = table.Column<bool>(type: "boolean", nullable: false),
                    PhoneTicket = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_person", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "notices_robot",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Form = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Area = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Plain = table.Column<bool>(type: "boolean", nullable: false),
                    English = table.Column<bool>(type: "boolean", nullable: false),
                    Url = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Secret = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Enabled = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_robot", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "notices_spread",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Event = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Matter = table.Column<Guid>(type: "uuid", nullable: false),
                    Happened = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Unit = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    People = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    AfterSupporter = table.Column<Guid>(type: "uuid", nullable: true),
                    AfterFollower = table.Column<Guid>(type: "uuid", nullable: true),
                    Round = table.Column<int>(type: "integer", nullable: false),
                    Part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_spread", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "notices_template",
                columns: table => new
                {
                    Topic = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Way = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    English = table.Column<bool>(type: "boolean", nullable: false),
                    Title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Text = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_template", x => new { x.Topic, x.Way, x.English });
                });

            migrationBuilder.CreateTable(
                name: "notices_wish",
                columns: table => new
                {
                    Who = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Topic = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Off = table.Column<bool>(type: "boolean", nullable: false),
                    Digest = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_wish", x => new { x.Who, x.Topic });
                });

            migrationBuilder.CreateTable(
                name: "people_access",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: false),
                    ByUnit = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Person = table.Column<Guid>(type: "uuid", nullable: true),
                    Subject = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Purpose = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    What = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Words = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_access", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_account",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Login = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Phone = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PhoneIndex = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    OfficePhone = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Unit = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PasswordHash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    FailedAttempts = table.Column<int>(type: "integer", nullable: false),
                    LockedUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    TotpSecret = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    SecondFactorSince = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    LastTotpStep = table.Column<long>(type: "bigint", nullable: false),
                    SecurityStamp = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Disabled = table.Column<bool>(type: "boolean", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_account", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_consent",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Subject = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Given = table.Column<bool>(type: "boolean", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Account = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_consent", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_erasure",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Account = table.Column<Guid>(type: "uuid", nullable: false),
                    AskedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    DueAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    DecidedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    DecidedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    NextAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Lines = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Words = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Answer = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_erasure", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_import",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Sheet = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    FileName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    By = table.Column<Guid>(type: "uuid", nullable: true),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Total = table.Column<int>(type: "integer", nullable: false),
                    Added = table.Column<int>(type: "integer", nullable: false),
                    Changed = table.Column<int>(type: "integer", nullable: false),
                    Unchanged = table.Column<int>(type: "integer", nullable: false),
                    Rows = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Faults = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    FinishedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_import", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_key",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Xml = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_key", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_ledger",
                columns: table => new
                {
                    Seq = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Act = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    By = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    From = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Subject = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Details = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Algorithm = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Previous = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Seal = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_ledger", x => x.Seq);
                });

            migrationBuilder.CreateTable(
                name: "people_ledger_head",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Seq = table.Column<long>(type: "bigint", nullable: false),
                    Hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Seal = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_ledger_head", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_phone_code",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Phone = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    From = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    SentAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    GoodUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Tries = table.Column<int>(type: "integer", nullable: false),
                    UsedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_phone_code", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_role",
                columns: table => new
                {
                    Code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Zh = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    En = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    OfUnit = table.Column<bool>(type: "boolean", nullable: false),
                    NeedsSecondFactor = table.Column<bool>(type: "boolean", nullable: false),
                    Permissions = table.Column<List<string>>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_role", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "people_sms",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    WrittenAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    GoodUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    DueAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    LeaseUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    TakenAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Dropped = table.Column<bool>(type: "boolean", nullable: false),
                    Error = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Content = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_sms", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_team_kind",
                columns: table => new
                {
                    Code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Zh = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    En = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Levels = table.Column<string[]>(type: "text[]", nullable: false),
                    OnCall = table.Column<bool>(type: "boolean", nullable: false),
                    Roles = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_team_kind", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "people_unit_type",
                columns: table => new
                {
                    Code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Zh = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    En = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Group = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Levels = table.Column<string[]>(type: "text[]", nullable: false),
                    Owns = table.Column<List<string>>(type: "text[]", nullable: false),
                    Assists = table.Column<List<string>>(type: "text[]", nullable: false),
                    Parents = table.Column<List<string>>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_unit_type", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "places_area",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Code = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    Level = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    Parent = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: true, collation: "C"),
                    ValidFrom = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ValidTo = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Successor = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_area", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "places_building",
                columns: table => new
                {
                    Code = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false, collation: "C"),
                    Community = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    Lat = table.Column<double>(type: "double precision", nullable: false),
                    Lon = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_building", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "places_edition",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_edition", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "places_grid",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Code = table.Column<string>(type: "character varying(15)", maxLength: 15, nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    Community = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    Border = table.Column<byte[]>(type: "bytea", nullable: false),
                    West = table.Column<double>(type: "double precision", nullable: false),
                    South = table.Column<double>(type: "double precision", nullable: false),
                    East = table.Column<double>(type: "double precision", nullable: false),
                    North = table.Column<double>(type: "double precision", nullable: false),
                    ValidFrom = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ValidTo = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_grid", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "places_outline",
                columns: table => new
                {
                    Code = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Border = table.Column<byte[]>(type: "bytea", nullable: false),
                    ChangedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_outline", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "places_planned_change",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Target = table.Column<string>(type: "character varying(15)", maxLength: 15, nullable: false, collation: "C"),
                    Form = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    From = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    MadeBy = table.Column<Guid>(type: "uuid", nullable: true),
                    MadeAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    SettledAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Refusal = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_planned_change", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "exchange_delivery",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    PartnerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Body = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    DueAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    LeaseUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    DeliveredAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Status = table.Column<int>(type: "integer", nullable: true),
                    Error = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_exchange_delivery", x => x.Id);
                    table.ForeignKey(
                        name: "FK_exchange_delivery_exchange_partner_PartnerId",
                        column: x => x.PartnerId,
                        principalTable: "exchange_partner",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "field_patrol",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    RouteId = table.Column<Guid>(type: "uuid", nullable: false),
                    Grid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    By = table.Column<Guid>(type: "uuid", nullable: false),
                    StartedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    FinishedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Words = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_field_patrol", x => x.Id);
                    table.ForeignKey(
                        name: "FK_field_patrol_field_route_RouteId",
                        column: x => x.RouteId,
                        principalTable: "field_route",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "field_route_point",
                columns: table => new
                {
                    RouteId = table.Column<Guid>(type: "uuid", nullable: false),
                    Seq = table.Column<int>(type: "integer", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Lat = table.Column<double>(type: "double precision", nullable: true),
                    Lon = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_field_route_point", x => new { x.RouteId, x.Seq });
                    table.ForeignKey(
                        name: "FK_field_route_point_field_route_RouteId",
                        column: x => x.RouteId,
                        principalTable: "field_route",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "insight_measure",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    CampaignId = table.Column<Guid>(type: "uuid", nullable: false),
                    Words = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: false),
                    DoneAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    DoneBy = table.Column<Guid>(type: "uuid", nullable: true),
                    Evidence = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_insight_measure", x => x.Id);
                    table.ForeignKey(
                        name: "FK_insight_measure_insight_campaign_CampaignId",
                        column: x => x.CampaignId,
                        principalTable: "insight_campaign",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "matters_clock",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    MatterId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Pace = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    BudgetMinutes = table.Column<int>(type: "integer", nullable: false),
                    StartedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    DueAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    StoppedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    UsedMinutes = table.Column<int>(type: "integer", nullable: true),
                    Late = table.Column<bool>(type: "boolean", nullable: true),
                    PausedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    CountedFrom = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    UsedBefore = table.Column<int>(type: "integer", nullable: false),
                    WarnedFor = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    BreachedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    EscalatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matters_clock", x => x.Id);
                    table.ForeignKey(
                        name: "FK_matters_clock_matters_matter_MatterId",
                        column: x => x.MatterId,
                        principalTable: "matters_matter",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "matters_co",
                columns: table => new
                {
                    MatterId = table.Column<Guid>(type: "uuid", nullable: false),
                    Unit = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Mandatory = table.Column<bool>(type: "boolean", nullable: false),
                    CalledAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    DueAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    State = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    AnsweredAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    LapsedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    EndedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Late = table.Column<bool>(type: "boolean", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matters_co", x => new { x.MatterId, x.Unit });
                    table.ForeignKey(
                        name: "FK_matters_co_matters_matter_MatterId",
                        column: x => x.MatterId,
                        principalTable: "matters_matter",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "matters_entry",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    MatterId = table.Column<Guid>(type: "uuid", nullable: false),
                    Seq = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Command = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    From = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    To = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    By = table.Column<Guid>(type: "uuid", nullable: true),
                    ByUnit = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Words = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Changed = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matters_entry", x => x.Id);
                    table.ForeignKey(
                        name: "FK_matters_entry_matters_matter_MatterId",
                        column: x => x.MatterId,
                        principalTable: "matters_matter",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "matters_photo",
                columns: table => new
                {
                    MatterId = table.Column<Guid>(type: "uuid", nullable: false),
                    FileId = table.Column<Guid>(type: "uuid", nullable: false),
                    Stage = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matters_photo", x => new { x.MatterId, x.FileId });
                    table.ForeignKey(
                        name: "FK_matters_photo_matters_matter_MatterId",
                        column: x => x.MatterId,
                        principalTable: "matters_matter",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "people_recovery_code",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Account = table.Column<Guid>(type: "uuid", nullable: false),
                    Hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    UsedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_recovery_code", x => x.Id);
                    table.ForeignKey(
                        name: "FK_people_recovery_code_people_account_Account",
                        column: x => x.Account,
                        principalTable: "people_account",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "people_session",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Account = table.Column<Guid>(type: "uuid", nullable: false),
                    Stamp = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    OpenedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    SeenAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    IdleMinutes = table.Column<int>(type: "integer", nullable: false),
                    EndsAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    EndedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Browser = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    System = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    From = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_session", x => x.Id);
                    table.ForeignKey(
                        name: "FK_people_session_people_account_Account",
                        column: x => x.Account,
                        principalTable: "people_account",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "people_token",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Account = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Scope = table.Column<List<string>>(type: "text[]", nullable: false),
                    CallsPerMinute = table.Column<int>(type: "integer", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ExpiresAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    RevokedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_token", x => x.Id);
                    table.ForeignKey(
                        name: "FK_people_token_people_account_Account",
                        column: x => x.Account,
                        principalTable: "people_account",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "people_post",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Account = table.Column<Guid>(type: "uuid", nullable: false),
                    Role = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Area = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Unit = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    From = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    To = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_post", x => x.Id);
                    table.ForeignKey(
                        name: "FK_people_post_people_account_Account",
                        column: x => x.Account,
                        principalTable: "people_account",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_people_post_people_role_Role",
                        column: x => x.Role,
                        principalTable: "people_role",
                        principalColumn: "Code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "people_team",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Area = table.Column<string>(type: "character varying(15)", maxLength: 15, nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    ValidFrom = table.Column<DateOnly>(type: "date", nullable: false),
                    ValidTo = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_team", x => x.Id);
                    table.ForeignKey(
                        name: "FK_people_team_people_team_kind_Kind",
                        column: x => x.Kind,
                        principalTable: "people_team_kind",
                        principalColumn: "Code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "people_unit",
                columns: table => new
                {
                    Code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Level = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Area = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Parent = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    OfficePhone = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ValidFrom = table.Column<DateOnly>(type: "date", nullable: false),
                    ValidTo = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_unit", x => x.Code);
                    table.ForeignKey(
                        name: "FK_people_unit_people_unit_Parent",
                        column: x => x.Parent,
                        principalTable: "people_unit",
                        principalColumn: "Code",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_people_unit_people_unit_type_Type",
                        column: x => x.Type,
                        principalTable: "people_unit_type",
                        principalColumn: "Code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "places_grid_succession",
                columns: table => new
                {
                    Predecessor = table.Column<Guid>(type: "uuid", nullable: false),
                    Successor = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_grid_succession", x => new { x.Predecessor, x.Successor });
                    table.ForeignKey(
                        name: "FK_places_grid_succession_places_grid_Predecessor",
                        column: x => x.Predecessor,
                        principalTable: "places_grid",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_places_grid_succession_places_grid_Successor",
                        column: x => x.Successor,
                        principalTable: "places_grid",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "field_check_in",
                columns: table => new
                {
                    PatrolId = table.Column<Guid>(type: "uuid", nullable: false),
                    Point = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Lat = table.Column<double>(type: "double precision", nullable: true),
                    Lon = table.Column<double>(type: "double precision", nullable: true),
                    Meters = table.Column<int>(type: "integer", nullable: true),
                    Words = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_field_check_in", x => new { x.PatrolId, x.Point });
                    table.ForeignKey(
                        name: "FK_field_check_in_field_patrol_PatrolId",
                        column: x => x.PatrolId,
                        principalTable: "field_patrol",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "people_team_member",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Team = table.Column<Guid>(type: "uuid", nullable: false),
                    Role = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Deputy = table.Column<bool>(type: "boolean", nullable: false),
                    Account = table.Column<Guid>(type: "uuid", nullable: true),
                    Name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    OfficePhone = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    From = table.Column<DateOnly>(type: "date", nullable: false),
                    To = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_team_member", x => x.Id);
                    table.ForeignKey(
                        name: "FK_people_team_member_people_account_Account",
                        column: x => x.Account,
                        principalTable: "people_account",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_people_team_member_people_team_Team",
                        column: x => x.Team,
                        principalTable: "people_team",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "people_estate",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Community = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    Households = table.Column<int>(type: "integer", nullable: true),
                    ValidFrom = table.Column<DateOnly>(type: "date", nullable: false),
                    ValidTo = table.Column<DateOnly>(type: "date", nullable: true),
                    Branch = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Owner = table.Column<Guid>(type: "uuid", nullable: true),
                    Due = table.Column<DateOnly>(type: "date", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_estate", x => x.Id);
                    table.ForeignKey(
                        name: "FK_people_estate_people_account_Owner",
                        column: x => x.Owner,
                        principalTable: "people_account",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_people_estate_people_unit_Branch",
                        column: x => x.Branch,
                        principalTable: "people_unit",
                        principalColumn: "Code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "people_seat",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Account = table.Column<Guid>(type: "uuid", nullable: false),
                    Unit = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Title = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    Heads = table.Column<bool>(type: "boolean", nullable: false),
                    From = table.Column<DateOnly>(type: "date", nullable: false),
                    To = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_seat", x => x.Id);
                    table.ForeignKey(
                        name: "FK_people_seat_people_account_Account",
                        column: x => x.Account,
                        principalTable: "people_account",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_people_seat_people_unit_Unit",
                        column: x => x.Unit,
                        principalTable: "people_unit",
                        principalColumn: "Code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "people_unit_past",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Unit = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Parent = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    OfficePhone = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_unit_past", x => x.Id);
                    table.ForeignKey(
                        name: "FK_people_unit_past_people_unit_Unit",
                        column: x => x.Unit,
                        principalTable: "people_unit",
                        principalColumn: "Code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "people_estate_entry",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Estate = table.Column<Guid>(type: "uuid", nullable: false),
                    Seq = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: true),
                    Step = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Words = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Branch = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Owner = table.Column<Guid>(type: "uuid", nullable: true),
                    Due = table.Column<DateOnly>(type: "date", nullable: true),
                    Photos = table.Column<List<Guid>>(type: "uuid[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_estate_entry", x => x.Id);
                    table.ForeignKey(
                        name: "FK_people_estate_entry_people_estate_Estate",
                        column: x => x.Estate,
                        principalTable: "people_estate",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.InsertData(
                table: "places_edition",
                columns: new[] { "Id", "Number" },
                values: new object[] { 1, 0 });

            migrationBuilder.CreateIndex(
                name: "IX_data_answered_At",
                table: "data_answered",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_data_file_Attached_At",
                table: "data_file",
                columns: new[] { "Attached", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_data_file_Sha256",
                table: "data_file",
                column: "Sha256");

            migrationBuilder.CreateIndex(
                name: "IX_data_file_ThumbSha256",
                table: "data_file",
                column: "ThumbSha256");

            migrationBuilder.CreateIndex(
                name: "IX_data_work_Dead_DueAt",
                table: "data_work",
                columns: new[] { "Dead", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_exchange_delivery_PartnerId_State_Id",
                table: "exchange_delivery",
                columns: new[] { "PartnerId", "State", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_exchange_delivery_State_DueAt",
                table: "exchange_delivery",
                columns: new[] { "State", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_exchange_link_Number",
                table: "exchange_link",
                column: "Number");

            migrationBuilder.CreateIndex(
                name: "IX_exchange_partner_Code",
                table: "exchange_partner",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_exchange_received_At",
                table: "exchange_received",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_field_patrol_By_RouteId_StartedAt",
                table: "field_patrol",
                columns: new[] { "By", "RouteId", "StartedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_field_patrol_Grid_StartedAt",
                table: "field_patrol",
                columns: new[] { "Grid", "StartedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_field_patrol_RouteId",
                table: "field_patrol",
                column: "RouteId");

            migrationBuilder.CreateIndex(
                name: "IX_field_route_Grid",
                table: "field_route",
                column: "Grid");

            migrationBuilder.CreateIndex(
                name: "IX_field_visit_By_At",
                table: "field_visit",
                columns: new[] { "By", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_field_visit_KeepUntil",
                table: "field_visit",
                column: "KeepUntil");

            migrationBuilder.CreateIndex(
                name: "IX_insight_campaign_Area_State",
                table: "insight_campaign",
                columns: new[] { "Area", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_insight_campaign_matter_Number",
                table: "insight_campaign_matter",
                column: "Number");

            migrationBuilder.CreateIndex(
                name: "IX_insight_measure_CampaignId",
                table: "insight_measure",
                column: "CampaignId");

            migrationBuilder.CreateIndex(
                name: "IX_insight_spot_Area_LastAt",
                table: "insight_spot",
                columns: new[] { "Area", "LastAt" });

            migrationBuilder.CreateIndex(
                name: "IX_insight_spot_Heat",
                table: "insight_spot",
                column: "Heat");

            migrationBuilder.CreateIndex(
                name: "IX_insight_spot_Matters_LastAt",
                table: "insight_spot",
                columns: new[] { "Matters", "LastAt" });

            migrationBuilder.CreateIndex(
                name: "IX_insight_spot_matter_SpotId_At",
                table: "insight_spot_matter",
                columns: new[] { "SpotId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_matters_bulk_FinishedAt_At",
                table: "matters_bulk",
                columns: new[] { "FinishedAt", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_matters_clock_Kind_StoppedAt",
                table: "matters_clock",
                columns: new[] { "Kind", "StoppedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_matters_clock_MatterId",
                table: "matters_clock",
                column: "MatterId");

            migrationBuilder.CreateIndex(
                name: "IX_matters_co_CalledAt",
                table: "matters_co",
                column: "CalledAt");

            migrationBuilder.CreateIndex(
                name: "IX_matters_co_Unit_State",
                table: "matters_co",
                columns: new[] { "Unit", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_matters_entry_MatterId_Seq",
                table: "matters_entry",
                columns: new[] { "MatterId", "Seq" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_matters_matter_AnsweredAt_Area",
                table: "matters_matter",
                columns: new[] { "AnsweredAt", "Area" },
                filter: "\"AnsweredAt\" is not null");

            migrationBuilder.CreateIndex(
                name: "IX_matters_matter_Area_Id",
                table: "matters_matter",
                columns: new[] { "Area", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_matters_matter_Area_State_NextDueAt_Id",
                table: "matters_matter",
                columns: new[] { "Area", "State", "NextDueAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_matters_matter_CalledOutAt",
                table: "matters_matter",
                column: "CalledOutAt",
                filter: "\"CalledOutAt\" is not null");

            migrationBuilder.CreateIndex(
                name: "IX_matters_matter_CameFrom_TheirNumber",
                table: "matters_matter",
                columns: new[] { "CameFrom", "TheirNumber" },
                unique: true,
                filter: "\"TheirNumber\" is not null");

            migrationBuilder.CreateIndex(
                name: "IX_matters_matter_CategoryCode_Area_RegisteredAt",
                table: "matters_matter",
                columns: new[] { "CategoryCode", "Area", "RegisteredAt" });

            migrationBuilder.CreateIndex(
                name: "IX_matters_matter_ClosedAt_Area",
                table: "matters_matter",
                columns: new[] { "ClosedAt", "Area" },
                filter: "\"ClosedAt\" is not null");

            migrationBuilder.CreateIndex(
                name: "IX_matters_matter_Community_Id_State",
                table: "matters_matter",
                columns: new[] { "Community", "Id", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_matters_matter_LeadUnit_NextDueAt_Id",
                table: "matters_matter",
                columns: new[] { "LeadUnit", "NextDueAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_matters_matter_MergedInto",
                table: "matters_matter",
                column: "MergedInto",
                filter: "\"MergedInto\" is not null");

            migrationBuilder.CreateIndex(
                name: "IX_matters_matter_NextDueAt_Id_Area_Tier",
                table: "matters_matter",
                columns: new[] { "NextDueAt", "Id", "Area", "Tier" },
                filter: "\"NextDueAt\" is not null");

            migrationBuilder.CreateIndex(
                name: "IX_matters_matter_Number",
                table: "matters_matter",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_matters_matter_RegisteredAt_Area",
                table: "matters_matter",
                columns: new[] { "RegisteredAt", "Area" });

            migrationBuilder.CreateIndex(
                name: "IX_matters_matter_SplitFrom",
                table: "matters_matter",
                column: "SplitFrom",
                filter: "\"SplitFrom\" is not null");

            migrationBuilder.CreateIndex(
                name: "IX_matters_matter_State_Area",
                table: "matters_matter",
                columns: new[] { "State", "Area" },
                filter: "\"NextDueAt\" is null and \"State\" in ('Triage', 'Dispatched', 'Handling', 'Verifying', 'Review')");

            migrationBuilder.CreateIndex(
                name: "IX_matters_matter_State_NextDueAt_Id",
                table: "matters_matter",
                columns: new[] { "State", "NextDueAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_matters_matter_Visibility_RegisteredAt_Id",
                table: "matters_matter",
                columns: new[] { "Visibility", "RegisteredAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_matters_model_Version",
                table: "matters_model",
                column: "Version",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_matters_reporter_Account",
                table: "matters_reporter",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_matters_reporter_PhoneIndex",
                table: "matters_reporter",
                column: "PhoneIndex");

            migrationBuilder.CreateIndex(
                name: "IX_matters_saved_view_Account_Name",
                table: "matters_saved_view",
                columns: new[] { "Account", "Name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_matters_search_MatterId",
                table: "matters_search",
                column: "MatterId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_notices_follow_Target_Id",
                table: "notices_follow",
                columns: new[] { "Target", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_notices_follow_Who_Target",
                table: "notices_follow",
                columns: new[] { "Who", "Target" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_notices_letter_Account_ReadAt",
                table: "notices_letter",
                columns: new[] { "Account", "ReadAt" },
                filter: "\"ReadAt\" is null and \"Account\" is not null");

            migrationBuilder.CreateIndex(
                name: "IX_notices_letter_Account_Way_Id",
                table: "notices_letter",
                columns: new[] { "Account", "Way", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_notices_letter_At",
                table: "notices_letter",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_notices_letter_Claim",
                table: "notices_letter",
                column: "Claim");

            migrationBuilder.CreateIndex(
                name: "IX_notices_letter_Event_Who_Way",
                table: "notices_letter",
                columns: new[] { "Event", "Who", "Way" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_notices_letter_Way_State_DueAt",
                table: "notices_letter",
                columns: new[] { "Way", "State", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_notices_person_MailTicket",
                table: "notices_person",
                column: "MailTicket");

            migrationBuilder.CreateIndex(
                name: "IX_notices_person_PhoneTicket",
                table: "notices_person",
                column: "PhoneTicket");

            migrationBuilder.CreateIndex(
                name: "IX_notices_person_Who",
                table: "notices_person",
                column: "Who",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_notices_spread_At",
                table: "notices_spread",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_notices_spread_Event",
                table: "notices_spread",
                column: "Event",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_access_Person_At",
                table: "people_access",
                columns: new[] { "Person", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_people_access_Subject_At",
                table: "people_access",
                columns: new[] { "Subject", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_people_account_Login",
                table: "people_account",
                column: "Login",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_account_PhoneIndex",
                table: "people_account",
                column: "PhoneIndex",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_consent_Account_At",
                table: "people_consent",
                columns: new[] { "Account", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_people_consent_At",
                table: "people_consent",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_people_consent_Subject_At",
                table: "people_consent",
                columns: new[] { "Subject", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_people_erasure_Account_Id",
                table: "people_erasure",
                columns: new[] { "Account", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_people_erasure_NextAt",
                table: "people_erasure",
                column: "NextAt");

            migrationBuilder.CreateIndex(
                name: "IX_people_erasure_State_DueAt",
                table: "people_erasure",
                columns: new[] { "State", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_people_estate_Branch",
                table: "people_estate",
                column: "Branch");

            migrationBuilder.CreateIndex(
                name: "IX_people_estate_Owner",
                table: "people_estate",
                column: "Owner");

            migrationBuilder.CreateIndex(
                name: "people_estate_today",
                table: "people_estate",
                columns: new[] { "Community", "Name" },
                unique: true,
                filter: "\"ValidTo\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_people_estate_entry_Estate_Seq",
                table: "people_estate_entry",
                columns: new[] { "Estate", "Seq" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_import_By_At",
                table: "people_import",
                columns: new[] { "By", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_people_ledger_Subject_Seq",
                table: "people_ledger",
                columns: new[] { "Subject", "Seq" });

            migrationBuilder.CreateIndex(
                name: "IX_people_phone_code_From_SentAt",
                table: "people_phone_code",
                columns: new[] { "From", "SentAt" });

            migrationBuilder.CreateIndex(
                name: "IX_people_phone_code_Phone_SentAt",
                table: "people_phone_code",
                columns: new[] { "Phone", "SentAt" });

            migrationBuilder.CreateIndex(
                name: "IX_people_phone_code_SentAt",
                table: "people_phone_code",
                column: "SentAt");

            migrationBuilder.CreateIndex(
                name: "IX_people_post_Account",
                table: "people_post",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_people_post_Area",
                table: "people_post",
                column: "Area");

            migrationBuilder.CreateIndex(
                name: "IX_people_post_Role",
                table: "people_post",
                column: "Role");

            migrationBuilder.CreateIndex(
                name: "IX_people_recovery_code_Account_Hash",
                table: "people_recovery_code",
                columns: new[] { "Account", "Hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_seat_Account",
                table: "people_seat",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_people_seat_Unit",
                table: "people_seat",
                column: "Unit");

            migrationBuilder.CreateIndex(
                name: "IX_people_session_Account_EndsAt",
                table: "people_session",
                columns: new[] { "Account", "EndsAt" });

            migrationBuilder.CreateIndex(
                name: "IX_people_session_EndsAt",
                table: "people_session",
                column: "EndsAt");

            migrationBuilder.CreateIndex(
                name: "IX_people_sms_DueAt",
                table: "people_sms",
                column: "DueAt",
                filter: "\"TakenAt\" is null");

            migrationBuilder.CreateIndex(
                name: "IX_people_team_Kind",
                table: "people_team",
                column: "Kind");

            migrationBuilder.CreateIndex(
                name: "people_team_today",
                table: "people_team",
                columns: new[] { "Area", "Kind", "Name" },
                unique: true,
                filter: "\"ValidTo\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_people_team_member_Account",
                table: "people_team_member",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_people_team_member_Team",
                table: "people_team_member",
                column: "Team");

            migrationBuilder.CreateIndex(
                name: "IX_people_token_Account",
                table: "people_token",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_people_token_Hash",
                table: "people_token",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_unit_Area",
                table: "people_unit",
                column: "Area");

            migrationBuilder.CreateIndex(
                name: "IX_people_unit_Parent",
                table: "people_unit",
                column: "Parent");

            migrationBuilder.CreateIndex(
                name: "IX_people_unit_Type",
                table: "people_unit",
                column: "Type");

            migrationBuilder.CreateIndex(
                name: "IX_people_unit_past_Unit",
                table: "people_unit_past",
                column: "Unit");

            migrationBuilder.CreateIndex(
                name: "IX_places_area_Code_ValidFrom",
                table: "places_area",
                columns: new[] { "Code", "ValidFrom" });

            migrationBuilder.CreateIndex(
                name: "places_area_today",
                table: "places_area",
                column: "Code",
                unique: true,
                filter: "\"ValidTo\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_places_building_Community",
                table: "places_building",
                column: "Community");

            migrationBuilder.CreateIndex(
                name: "IX_places_grid_Code_ValidFrom",
                table: "places_grid",
                columns: new[] { "Code", "ValidFrom" });

            migrationBuilder.CreateIndex(
                name: "places_grid_today",
                table: "places_grid",
                column: "Code",
                unique: true,
                filter: "\"ValidTo\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_places_grid_succession_Successor",
                table: "places_grid_succession",
                column: "Successor");

            migrationBuilder.CreateIndex(
                name: "IX_places_planned_change_Target",
                table: "places_planned_change",
                column: "Target");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "data_answered");

            migrationBuilder.DropTable(
                name: "data_file");

            migrationBuilder.DropTable(
                name: "data_key");

            migrationBuilder.DropTable(
                name: "data_work");

            migrationBuilder.DropTable(
                name: "exchange_changeset");

            migrationBuilder.DropTable(
                name: "exchange_delivery");

            migrationBuilder.DropTable(
                name: "exchange_history_map");

            migrationBuilder.DropTable(
                name: "exchange_import");

            migrationBuilder.DropTable(
                name: "exchange_import_fault");

            migrationBuilder.DropTable(
                name: "exchange_import_row");

            migrationBuilder.DropTable(
                name: "exchange_link");

            migrationBuilder.DropTable(
                name: "exchange_received");

            migrationBuilder.DropTable(
                name: "field_check_in");

            migrationBuilder.DropTable(
                name: "field_route_point");

            migrationBuilder.DropTable(
                name: "field_visit");

            migrationBuilder.DropTable(
                name: "insight_campaign_matter");

            migrationBuilder.DropTable(
                name: "insight_cursor");

            migrationBuilder.DropTable(
                name: "insight_measure");

            migrationBuilder.DropTable(
                name: "insight_spot");

            migrationBuilder.DropTable(
                name: "insight_spot_matter");

            migrationBuilder.DropTable(
                name: "matters_bulk");

            migrationBuilder.DropTable(
                name: "matters_bulk_item");

            migrationBuilder.DropTable(
                name: "matters_catalogue_draft");

            migrationBuilder.DropTable(
                name: "matters_catalogue_version");

            migrationBuilder.DropTable(
                name: "matters_clock");

            migrationBuilder.DropTable(
                name: "matters_co");

            migrationBuilder.DropTable(
                name: "matters_entry");

            migrationBuilder.DropTable(
                name: "matters_model");

            migrationBuilder.DropTable(
                name: "matters_number_block");

            migrationBuilder.DropTable(
                name: "matters_photo");

            migrationBuilder.DropTable(
                name: "matters_reporter");

            migrationBuilder.DropTable(
                name: "matters_saved_view");

            migrationBuilder.DropTable(
                name: "matters_search");

            migrationBuilder.DropTable(
                name: "matters_supporter");

            migrationBuilder.DropTable(
                name: "matters_tally");

            migrationBuilder.DropTable(
                name: "matters_tally_change");

            migrationBuilder.DropTable(
                name: "notices_follow");

            migrationBuilder.DropTable(
                name: "notices_letter");

            migrationBuilder.DropTable(
                name: "notices_person");

            migrationBuilder.DropTable(
                name: "notices_robot");

            migrationBuilder.DropTable(
                name: "notices_spread");

            migrationBuilder.DropTable(
                name: "notices_template");

            migrationBuilder.DropTable(
                name: "notices_wish");

            migrationBuilder.DropTable(
                name: "people_access");

            migrationBuilder.DropTable(
                name: "people_consent");

            migrationBuilder.DropTable(
                name: "people_erasure");

            migrationBuilder.DropTable(
                name: "people_estate_entry");

            migrationBuilder.DropTable(
                name: "people_import");

            migrationBuilder.DropTable(
                name: "people_key");

            migrationBuilder.DropTable(
                name: "people_ledger");

            migrationBuilder.DropTable(
                name: "people_ledger_head");

            migrationBuilder.DropTable(
                name: "people_phone_code");

            migrationBuilder.DropTable(
                name: "people_post");

            migrationBuilder.DropTable(
                name: "people_recovery_code");

            migrationBuilder.DropTable(
                name: "people_seat");

            migrationBuilder.DropTable(
                name: "people_session");

            migrationBuilder.DropTable(
                name: "people_sms");

            migrationBuilder.DropTable(
                name: "people_team_member");

            migrationBuilder.DropTable(
                name: "people_token");

            migrationBuilder.DropTable(
                name: "people_unit_past");

            migrationBuilder.DropTable(
                name: "places_area");

            migrationBuilder.DropTable(
                name: "places_building");

            migrationBuilder.DropTable(
                name: "places_edition");

            migrationBuilder.DropTable(
                name: "places_grid_succession");

            migrationBuilder.DropTable(
                name: "places_outline");

            migrationBuilder.DropTable(
                name: "places_planned_change");

            migrationBuilder.DropTable(
                name: "exchange_partner");

            migrationBuilder.DropTable(
                name: "field_patrol");

            migrationBuilder.DropTable(
                name: "insight_campaign");

            migrationBuilder.DropTable(
                name: "matters_matter");

            migrationBuilder.DropTable(
                name: "people_estate");

            migrationBuilder.DropTable(
                name: "people_role");

            migrationBuilder.DropTable(
                name: "people_team");

            migrationBuilder.DropTable(
                name: "places_grid");

            migrationBuilder.DropTable(
                name: "field_route");

            migrationBuilder.DropTable(
                name: "people_account");

            migrationBuilder.DropTable(
                name: "people_unit");

            migrationBuilder.DropTable(
                name: "people_team_kind");

            migrationBuilder.DropTable(
                name: "people_unit_type");
        }
    }
}
